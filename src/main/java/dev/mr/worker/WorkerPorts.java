package dev.mr.worker;

import dev.mr.files.FileSystem;
import dev.mr.task.TimeSource;
import java.util.function.Consumer;

/**
 * Through what a worker touches the world.
 *
 * @param build the version of this program
 * @param voice takes the lines a person should see; any thread
 */
public record WorkerPorts(FileSystem files, TimeSource time, String build, Consumer<String> voice) {}
