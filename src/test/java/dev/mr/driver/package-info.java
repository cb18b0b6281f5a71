/** Tests of the driver, cranked by hand: real machine, real store, real files, no thread and no network. */
@NullMarked
package dev.mr.driver;

import org.jspecify.annotations.NullMarked;
