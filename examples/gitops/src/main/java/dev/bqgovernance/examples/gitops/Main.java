package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.backend.BackendException;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.InvalidPlatformException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The command-line runner: {@code java -jar gitops.jar help} prints the help. */
public final class Main {
  private final Clock clock;

  Main(Clock clock) {
    this.clock = clock;
  }

  /**
   * Runs one command and exits with its status.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    int status = new Main(Clock.systemUTC()).run(arguments, out, err);
    out.flush();
    System.exit(status);
  }

  /** The default encoding of a pipeline may be ASCII, but names and reasons are in any language. */
  private static PrintStream utf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  /**
   * Runs one command.
   *
   * @return the exit status: 0 for success or yes, 1 for an error, 2 for changes found, 3 for no
   */
  int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      Optional<CommandLine> line = CommandLine.parse(List.of(arguments));
      if (line.isPresent()) {
        return run(line.get(), out, err);
      }
      out.print(HelpText.TEXT);
      return Runner.DONE;
    } catch (UsageException e) {
      err.print("gitops: error: " + e.getMessage() + "\n");
    } catch (RuntimeException | StackOverflowError e) {
      err.print("gitops: internal error: " + e.getMessage() + "; please report it\n");
    }
    return Runner.FAILED;
  }

  private int run(CommandLine line, PrintStream out, PrintStream err) throws UsageException {
    Console console = new Console(line.format(), out, err);
    try {
      return new Runner(line, console, clock).run();
    } catch (StoppedException e) {
      console.stopped(e.findings());
    } catch (InvalidPlatformException e) {
      console.stopped(e.findings());
    } catch (BackendException e) {
      console.stopped(List.of(Finding.error("cloud-unreadable", e.getMessage() + ".")));
    }
    return Runner.FAILED;
  }
}
