/**
 * The job database: SQLite and Flyway, and an in-memory twin. The only room that speaks SQL.
 */
@NullMarked
package dev.mr.store;

import org.jspecify.annotations.NullMarked;
