package dev.mr.worker;

import dev.mr.task.AttemptId;

/** Hears in the worker's own process what made an attempt fail, before the driver does. Called on the attempt's thread. */
@FunctionalInterface
public interface FailureListener {
    void failed(AttemptId attempt, Throwable failure);
}
