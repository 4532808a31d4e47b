package dev.bqgovernance.examples.gitops;

/** Placeholder entry point. */
public final class Main {

  private Main() {}

  /**
   * Prints one line.
   *
   * @param args ignored
   */
  public static void main(String[] args) {
    System.out.println("Main: nothing to show yet");
  }
}
