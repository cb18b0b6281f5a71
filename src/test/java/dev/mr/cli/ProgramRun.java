package dev.mr.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a run of a program in this process came to. */
record ProgramRun(int code, String out, String err) {
    static ProgramRun of(String name, Object command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Program.run(name, command, new PrintWriter(out), new PrintWriter(err), arguments);
        return new ProgramRun(code, out.toString(), err.toString());
    }
}
