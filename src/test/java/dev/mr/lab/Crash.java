package dev.mr.lab;

import java.util.Random;

/** Every third call ends the process, every third sleeps. */
public final class Crash extends Nocrash {
    private final Random random = new Random();

    @Override
    protected void perhaps() throws InterruptedException {
        int chance = random.nextInt(1000);
        if (chance < 330) {
            System.exit(1);
        } else if (chance < 660) {
            Thread.sleep(random.nextInt(10_000));
        }
    }
}
