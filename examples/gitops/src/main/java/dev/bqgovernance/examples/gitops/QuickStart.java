package dev.bqgovernance.examples.gitops;

/** Placeholder entry point. */
public final class QuickStart {

  private QuickStart() {}

  /**
   * Prints one line.
   *
   * @param args ignored
   */
  public static void main(String[] args) {
    System.out.println("QuickStart: nothing to show yet");
  }
}
