package dev.mr.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;

/** What a run of a program in this process came to. */
record ProgramRun(int code, String out, String err) {
    /** With a standard output that nobody reads any more. */
    static ProgramRun withClosedOutput(String name, Object command, String... arguments) {
        return withOutputThatFails("Broken pipe", name, command, arguments);
    }

    /** With a standard output that cannot be written, for this reason. */
    static ProgramRun withOutputThatFails(String reason, String name, Object command, String... arguments) {
        Writer failing = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException(reason);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        StringWriter err = new StringWriter();
        int code = Program.run(name, command, failing, new PrintWriter(err), arguments);
        return new ProgramRun(code, "", err.toString());
    }

    static ProgramRun of(String name, Object command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Program.run(name, command, new PrintWriter(out), new PrintWriter(err), arguments);
        return new ProgramRun(code, out.toString(), err.toString());
    }
}
