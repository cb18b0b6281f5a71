package dev.mr.explore;

import dev.mr.job.Event;

/** An event, and how many nanoseconds pass before it. */
record Moment(Event event, long afterNanos) {}
