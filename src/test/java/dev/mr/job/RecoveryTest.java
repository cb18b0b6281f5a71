package dev.mr.job;

import static dev.mr.job.Recovery.Decision.ADOPT;
import static dev.mr.job.Recovery.Decision.DROP;
import static dev.mr.job.Recovery.Decision.HARVEST;
import static dev.mr.job.Recovery.Decision.KEEP;
import static dev.mr.job.Recovery.Decision.PUBLISH;
import static dev.mr.job.Recovery.Decision.RERUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.job.Recovery.Decision;
import dev.mr.job.Recovery.FilesFound;
import dev.mr.job.Recovery.ReceiptFound;
import dev.mr.task.AttemptState;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The recovery table, all of it. */
class RecoveryTest {
    private static final boolean[] BOTH = {false, true};

    private record Case(
            TaskKind kind,
            TaskState task,
            AttemptState attempt,
            boolean published,
            ReceiptFound receipt,
            FilesFound files,
            boolean reconnects) {
        Decision decision() {
            return Recovery.of(new Recovery.Stored(kind, task, attempt, published, reconnects), receipt, files);
        }

        /** The same rule in other words: what a person would say. */
        Decision expected() {
            if (attempt == AttemptState.LIVE && task != TaskState.LEASED) {
                return DROP;
            }
            if (attempt == AttemptState.LIVE) {
                if (receipt == ReceiptFound.VALID && files == FilesFound.VERIFIED) {
                    return HARVEST;
                }
                boolean stillWorking = receipt == ReceiptFound.ABSENT
                        || (receipt == ReceiptFound.VALID && files == FilesFound.TRUSTED);
                return stillWorking && reconnects ? ADOPT : RERUN;
            }
            if (task == TaskState.COMMITTED && attempt == AttemptState.WON) {
                if (files == FilesFound.DAMAGED) {
                    return RERUN;
                }
                return kind == TaskKind.MAP && !published ? PUBLISH : KEEP;
            }
            return KEEP;
        }
    }

    private static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (TaskKind kind : TaskKind.values()) {
            for (TaskState task : TaskState.values()) {
                for (AttemptState attempt : AttemptState.values()) {
                    for (ReceiptFound receipt : ReceiptFound.values()) {
                        for (FilesFound files : FilesFound.values()) {
                            for (boolean published : BOTH) {
                                for (boolean reconnects : BOTH) {
                                    cases.add(new Case(kind, task, attempt, published, receipt, files, reconnects));
                                }
                            }
                        }
                    }
                }
            }
        }
        return cases;
    }

    @Test
    void every_combination_has_the_decision_the_rule_gives_it() {
        assertThat(all()).hasSize(2 * 4 * 5 * 3 * 3 * 2 * 2);
        assertThat(all())
                .allSatisfy(one -> assertThat(one.decision()).as("%s", one).isEqualTo(one.expected()));
    }

    @Test
    void every_decision_is_reached() {
        Set<Decision> reached = EnumSet.noneOf(Decision.class);
        all().forEach(one -> reached.add(one.decision()));
        assertThat(reached).containsExactlyInAnyOrder(Decision.values());
    }

    @Test
    void nothing_committed_and_intact_is_done_again() {
        assertThat(all())
                .filteredOn(one -> one.task() == TaskState.COMMITTED && one.files() != FilesFound.DAMAGED)
                .allSatisfy(one -> assertThat(one.decision())
                        .as("%s", one)
                        .isIn(one.attempt() == AttemptState.LIVE ? Set.of(DROP) : Set.of(KEEP, PUBLISH)));
    }

    @Test
    void nothing_is_harvested_that_was_not_verified_with_a_receipt_of_its_own() {
        assertThat(all())
                .filteredOn(one -> one.decision() == HARVEST)
                .isNotEmpty()
                .allSatisfy(one -> {
                    assertThat(one.receipt()).isEqualTo(ReceiptFound.VALID);
                    assertThat(one.files()).isEqualTo(FilesFound.VERIFIED);
                    assertThat(one.attempt()).isEqualTo(AttemptState.LIVE);
                });
    }
}
