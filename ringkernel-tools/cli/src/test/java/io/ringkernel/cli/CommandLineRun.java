package io.ringkernel.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command line that has been run in this JVM. */
record CommandLineRun(int code, String out, String err) {

    static CommandLineRun of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Shell.run(new Main(), new PrintWriter(out), new PrintWriter(err), args);
        return new CommandLineRun(code, out.toString(), err.toString());
    }
}
