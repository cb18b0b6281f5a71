package dev.mr.task;

/** A file an attempt wrote beside its output. {@code name} is unique in the attempt. */
public record SideFile(String name, FileStats stats) {}
