/**
 * Finds the job a command line or a driver names: bundled, or in jars with a class loader of their own. Runs nothing of it but
 * its name, its options and its plan.
 */
@NullMarked
package dev.mr.catalog;

import org.jspecify.annotations.NullMarked;
