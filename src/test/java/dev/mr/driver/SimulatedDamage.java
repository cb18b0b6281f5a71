package dev.mr.driver;

import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Files of a simulated job that are flipped, cut or gone, no more of them than its budgets allow. */
final class SimulatedDamage {
    /** The name of a file that is not the job's. */
    static final String STRANGER = "stranger";

    private static final int MOST_DAMAGE = 2;

    private final Simulation world;
    private final Random random;
    private int damaged;
    private boolean strangerCame;
    private boolean outputStruck;

    SimulatedDamage(Simulation world) {
        this.world = world;
        this.random = world.random;
    }

    /** A file of a map that has won. */
    void strikesAFile() {
        if (random.nextInt(3) == 0) {
            outputIsDamaged();
            return;
        }
        List<Receipt> maps = new ArrayList<>();
        for (int map = 0; map < world.job.maps; map++) {
            Receipt winner = world.promises.winners().get(TaskId.map(map));
            if (winner != null) {
                maps.add(winner);
            }
        }
        Receipt victim = maps.isEmpty() ? null : maps.get(random.nextInt(maps.size()));
        if (victim != null && ++damaged <= MOST_DAMAGE) {
            strikes(victim);
        }
    }

    /** A bucket of this map. */
    void strikes(Receipt victim) {
        String name = SimulatedJob.bucketName(victim.attempt(), random.nextInt(world.job.reduces));
        for (Path folder : List.of(world.directory.attempt(victim.attempt()), world.directory.intermediate())) {
            SimulatedDisk.Node file = world.disk.find(folder.resolve(name));
            if (file != null) {
                damage(folder, name, file);
            }
        }
    }

    /**
     * The file of a reduce that has won, before the output is assembled. While no driver lives it is damaged, since the next verifies
     * what an earlier one committed; while one lives it is only deleted.
     */
    private void outputIsDamaged() {
        Receipt victim = world.promises.winners().get(TaskId.reduce(random.nextInt(world.job.reduces)));
        boolean idle = world.drivers().isEmpty();
        if (victim != null && world.disk.find(world.directory.output()) == null && ++damaged <= MOST_DAMAGE) {
            Path folder = world.directory.attempt(victim.attempt());
            String name = "out-" + victim.attempt().task().index();
            SimulatedDisk.Node file = world.disk.find(folder.resolve(name));
            if (file != null && idle) {
                damage(folder, name, file);
            } else if (file != null) {
                loses(folder, name);
            }
        }
    }

    /** Of a reduce that finished, and that no driver has heard of nor ever will: the next verifies that too. */
    void strikesWhatNobodyHasHeardOf() {
        for (Map.Entry<String, SimulatedDisk.Node> file :
                world.disk.filesBelow(world.directory.attempts()).entrySet()) {
            Path path = Path.of(file.getKey());
            String attempt = path.getName(0).toString();
            Path folder = world.directory.attempts().resolve(attempt);
            if (path.getFileName().toString().startsWith("out-")
                    && world.disk.find(folder.resolve("RECEIPT")) != null
                    && world.workers().stream().noneMatch(worker -> worker.works(attempt))
                    && !world.promises.hasWon(attempt)
                    && ++damaged <= MOST_DAMAGE) {
                damage(folder, path.getFileName().toString(), file.getValue());
                return;
            }
        }
    }

    /**
     * What is in the place of the output while no driver lives and the job has not succeeded: the output, of which a file is damaged, or
     * nothing, where a file is put that is not the job's. Once each.
     */
    void strikesTheOutput() {
        SimulatedDisk.Node out = world.disk.find(world.directory.output());
        if (world.promises.state().isFinished()) {
            return;
        }
        if (out == null
                && world.job.isInTheWay
                && !strangerCame
                && !world.promises.winners().isEmpty()) {
            strangerCame = true;
            world.excuse();
            world.trace.add("trouble", "a stranger's file is in the way");
            putsAStrangersFile();
        } else if (out != null && !outputStruck && !out.entries.containsKey(STRANGER) && random.nextBoolean()) {
            outputStruck = true;
            world.excuse();
            Map.Entry<String, SimulatedDisk.Node> file = out.entries.firstEntry();
            damage(world.directory.output(), file.getKey(), file.getValue());
        }
    }

    private void putsAStrangersFile() {
        Path file = world.directory.output().resolve(STRANGER);
        try {
            world.disk.makeDirectory(world.directory.output());
            world.disk.makeFile(file, new byte[] {1});
            world.disk.sync(file);
            world.disk.sync(world.directory.output());
            world.disk.sync(world.directory.root());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void damage(Path folder, String name, SimulatedDisk.Node file) {
        if (file.content.length == 0 || random.nextInt(3) == 0) {
            loses(folder, name);
            return;
        }
        world.trace.add("trouble", folder + " " + name + " is damaged");
        world.damage.add(name);
        byte[] changed = file.content.clone();
        if (random.nextBoolean()) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        } else {
            changed = Arrays.copyOf(changed, random.nextInt(changed.length));
        }
        file.content = changed;
        file.synced = changed;
    }

    private void loses(Path folder, String name) {
        world.trace.add("trouble", folder + " " + name + " is deleted");
        world.damage.add(name);
        SimulatedDisk.Node there = world.disk.find(folder);
        if (there != null) {
            there.entries.remove(name);
            there.durable.remove(name);
        }
    }

    void strikesAReceipt() {
        for (Map.Entry<String, SimulatedDisk.Node> file :
                world.disk.filesBelow(world.directory.attempts()).entrySet()) {
            String path = file.getKey();
            if (path.startsWith("m-") && path.endsWith("/RECEIPT") && random.nextInt(4) == 0) {
                world.excuse();
                String folder = path.substring(0, path.indexOf('/'));
                damage(world.directory.attempts().resolve(folder), "RECEIPT", file.getValue());
                return;
            }
        }
    }
}
