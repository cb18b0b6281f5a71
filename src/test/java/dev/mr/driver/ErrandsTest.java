package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.rpc.JobRefusal;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ErrandsTest {
    private final Inbox inbox = new Inbox();
    private final Errands errands = new Errands(inbox);

    /** Another thread asks; the driver thread is this one, and is awake when this returns. */
    private <T> CompletableFuture<T> asked(Errands.Work<T> work) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(() -> errands.run(work));
        inbox.await(10_000_000_000L);
        return answer;
    }

    @Test
    void what_is_asked_for_is_done_by_the_driver_thread_and_answered() throws Exception {
        Thread driver = Thread.currentThread();
        CompletableFuture<Thread> answer = asked(Thread::currentThread);
        errands.carryOut();
        assertThat(answer.join()).isEqualTo(driver);
    }

    @Test
    void a_refusal_is_an_answer() throws Exception {
        CompletableFuture<String> answer = asked(() -> {
            throw new JobRefusal(JobRefusal.Kind.LATE, "too late");
        });
        errands.carryOut();
        assertThatThrownBy(answer::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(JobRefusal.class);
    }

    @Test
    void anything_else_ends_the_driver_and_whoever_waits_is_told_that_it_stops() {
        CompletableFuture<String> answer = asked(() -> {
            throw new MrException(ExitCode.ENVIRONMENT, "the disk broke");
        });
        assertThatThrownBy(errands::carryOut).hasMessage("the disk broke");
        assertThatThrownBy(answer::join).cause().hasMessageStartingWith("the service stops");
    }

    @Test
    void whoever_waits_when_it_closes_or_asks_later_is_told_that_it_stops() {
        CompletableFuture<String> before = asked(() -> "done");
        errands.close();
        CompletableFuture<String> after = CompletableFuture.supplyAsync(() -> errands.run(() -> "done"));
        Awaitility.await().until(() -> before.isDone() && after.isDone());
        assertThatThrownBy(before::join).cause().hasMessageStartingWith("the service stops");
        assertThatThrownBy(after::join).cause().hasMessageStartingWith("the service stops");
    }
}
