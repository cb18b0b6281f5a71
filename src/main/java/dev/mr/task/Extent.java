package dev.mr.task;

/** The bytes {@code [first, next)} of input {@code input} (its index) that a map attempt read and answers for. */
public record Extent(int input, long first, long next) {}
