package dev.mr.explore;

import java.util.function.Supplier;

/**
 * One thing that can happen in a state.
 *
 * @param what says it to people
 * @param fault whether it is a fault, which the budget pays
 */
record Step(Supplier<String> what, boolean fault, SmallWorld next) {}
