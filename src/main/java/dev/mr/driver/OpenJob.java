package dev.mr.driver;

import dev.mr.job.JobMachine;

/** A job that a driver's loop works on: its rules, and what carries out what they decide. */
record OpenJob(JobMachine machine, Hands hands, Receipts receipts) {}
