/**
 * The user's contract: what a job's code may see. Pure; it never names the engine.
 */
@NullMarked
package dev.mr.api;

import org.jspecify.annotations.NullMarked;
