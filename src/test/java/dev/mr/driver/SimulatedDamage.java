package dev.mr.driver;

import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Files of a simulated job that are flipped, cut or gone, no more of them than its budgets allow. */
final class SimulatedDamage {
    private static final int MOST_DAMAGE = 2;

    private final Simulation world;
    private final Random random;
    private int damaged;

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
        if (victim == null || ++damaged > MOST_DAMAGE) {
            return;
        }
        String name = SimulatedJob.bucketName(victim.attempt(), random.nextInt(world.job.reduces));
        for (Path folder : List.of(world.directory.attempt(victim.attempt()), world.directory.intermediate())) {
            SimulatedDisk.Node file = world.disk.find(folder.resolve(name));
            if (file != null) {
                damage(folder, name, file);
            }
        }
    }

    /** A reduce that has won, while no driver lives: the next verifies what an earlier one committed. */
    private void outputIsDamaged() {
        Receipt victim = world.promises.winners().get(TaskId.reduce(random.nextInt(world.job.reduces)));
        boolean idle = world.drivers().isEmpty() && world.disk.find(world.directory.output()) == null;
        if (victim != null && idle && ++damaged <= MOST_DAMAGE) {
            Path folder = world.directory.attempt(victim.attempt());
            String name = "out-" + victim.attempt().task().index();
            SimulatedDisk.Node file = world.disk.find(folder.resolve(name));
            if (file != null) {
                damage(folder, name, file);
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

    private void damage(Path folder, String name, SimulatedDisk.Node file) {
        world.trace.add("trouble", folder + " " + name + " is damaged");
        world.damage.add(name);
        if (file.content.length == 0 || random.nextInt(3) == 0) {
            SimulatedDisk.Node there = world.disk.find(folder);
            if (there != null) {
                there.entries.remove(name);
                there.durable.remove(name);
            }
            return;
        }
        byte[] changed = file.content.clone();
        if (random.nextBoolean()) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        } else {
            changed = Arrays.copyOf(changed, random.nextInt(changed.length));
        }
        file.content = changed;
        file.synced = changed;
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
