/** Tests of the driver, most of them cranked by hand: real machine, store and files, no thread and no network. */
@NullMarked
package dev.mr.driver;

import org.jspecify.annotations.NullMarked;
