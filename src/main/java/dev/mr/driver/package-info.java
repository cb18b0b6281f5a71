/**
 * The driver process: one thread, one inbox, and the order law persist, send, publish.
 */
@NullMarked
package dev.mr.driver;

import org.jspecify.annotations.NullMarked;
