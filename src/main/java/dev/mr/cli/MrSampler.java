package dev.mr.cli;

import dev.mr.driver.SampleProcess;
import dev.mr.files.FileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.shuffle.SampleRequest;
import dev.mr.task.ExitCode;
import dev.mr.task.SampleAnswer;
import dev.mr.worker.KeySampling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The process that a driver starts to sample the keys of a job whose code is not its own. Its one argument is a folder with a request, where
 * it leaves the answer; it ends when its standard input does, which is when its driver died.
 */
public final class MrSampler {
    private static final long LAST_WORDS_SECONDS = 5;

    private final Path folder;
    private final FileSystem files = new LocalFileSystem();

    private MrSampler(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        MrSampler sampler = new MrSampler(Path.of(arguments[0]));
        sampler.endWithDriver(System.in);
        System.setIn(InputStream.nullInputStream());
        System.exit(sampler.run().code());
    }

    private ExitCode run() throws IOException, InterruptedException {
        SampleRequest request = SampleRequest.parse(files.read(folder.resolve(SampleProcess.REQUEST)));
        KeySampling sampling = new KeySampling(request, folder, files);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> sampling.exiting().ifPresent(this::answerAtLast)));
        answer(sampling.run());
        return ExitCode.DONE;
    }

    private void answer(SampleAnswer answer) throws IOException {
        files.write(folder.resolve(SampleProcess.ANSWER), answer.format());
    }

    private void answerAtLast(SampleAnswer answer) {
        try {
            answer(answer);
        } catch (IOException untold) {
            // The exit code tells less, but enough.
        }
    }

    private void endWithDriver(InputStream driver) {
        Thread watch = new Thread(() -> {
            try {
                while (driver.read() >= 0) {
                    // It never says anything.
                }
            } catch (IOException gone) {
                // As good as its end.
            }
            endSoon();
        });
        watch.setDaemon(true);
        watch.start();
    }

    /** Takes the commands that run along; but the job's code may not keep the process from ending. */
    private void endSoon() {
        try {
            files.deleteTree(folder);
        } catch (IOException left) {
            // The next start clears it away.
        }
        Thread exit = new Thread(() -> System.exit(ExitCode.DRIVER_LOST.code()));
        exit.start();
        try {
            new CountDownLatch(1).await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException now) {
            // At once, then.
        }
        Runtime.getRuntime().halt(ExitCode.DRIVER_LOST.code());
    }
}
