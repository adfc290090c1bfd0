package dev.berth.cli;

/** The {@code berth} command: the launcher of the repository starts here. */
public final class Main {
  private Main() {}

  /** Runs one command; the exit status is 0 when it succeeded and 2 when it is not known. */
  public static void main(String[] arguments) {
    if (arguments.length == 1 && arguments[0].equals("version")) {
      System.out.println("berth 0.1.0-SNAPSHOT");
      return;
    }
    System.err.println("usage: berth version");
    System.exit(2);
  }
}
