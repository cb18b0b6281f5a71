package dev.mr.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system calls by which processes changed a job directory, as strace wrote them down. */
record CallTrace(Path log) {
    private static final String CALLS =
            "write,writev,pwrite64,pwritev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,"
                    + "unlinkat,rmdir,mkdir,mkdirat,link,linkat";

    private static final Pattern LINE = Pattern.compile("\\d+ +([a-z0-9]+)\\((.*)");
    private static final Pattern OPEN_FILE = Pattern.compile("\\d+<([^>]*)>.*");
    private static final Pattern NAME = Pattern.compile("\"(/[^\"]*)\"");

    /** Why nothing can be traced here; empty when it can. */
    static String refusal() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("strace", "-f", "-qq", "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? "" : "strace cannot trace here: " + said;
        } catch (IOException missing) {
            return "there is no strace here: " + missing.getMessage();
        }
    }

    /** What the command line of a process begins with that is to be written down. */
    List<String> tracer() {
        return List.of("strace", "-f", "-qq", "-y", "--seccomp-bpf", "-o", log.toString(), "-e", "trace=" + CALLS);
    }

    /** One point for each call on a path below the directory, in the order in which paths came. */
    List<KillPoint> points(KillPoint.Victim victim, Path directory) throws IOException {
        Map<KillPoint, KillPoint> last = new LinkedHashMap<>();
        List<KillPoint> points = new ArrayList<>();
        for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
            Matcher call = LINE.matcher(line);
            Path path = call.matches() ? path(call.group(2)) : Path.of("/");
            if (path.startsWith(directory)) {
                KillPoint first = new KillPoint(victim, call.group(1), directory.relativize(path), 1);
                KillPoint point = last.containsKey(first) ? last.get(first).next() : first;
                last.put(first, point);
                points.add(point);
            }
        }
        return points;
    }

    private static Path path(String arguments) {
        Matcher open = OPEN_FILE.matcher(arguments);
        if (open.matches()) {
            return Path.of(open.group(1));
        }
        Matcher name = NAME.matcher(arguments);
        return Path.of(name.find() ? name.group(1) : "/");
    }
}
