package dev.writ.tool.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.WritException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SupervisedServerTest {
    private static final Failure CRASH = Failure.of(FailureCode.UNAVAILABLE, "It crashed.", "Look.");

    private final TestingClock clock = new TestingClock();
    private final TestingStarter starter = new TestingStarter();
    private final List<List<ObjectNode>> learned = new CopyOnWriteArrayList<>();
    private final List<ServerState> states = new CopyOnWriteArrayList<>();
    private final SupervisedServer server =
            new SupervisedServer(TestingStarter.settings("echo"), starter, clock, new SupervisedServer.Events() {
                @Override
                public void learned(List<ObjectNode> definitions) {
                    learned.add(definitions);
                }

                @Override
                public void became(ServerState state, String detail) {
                    states.add(state);
                }
            });

    @AfterEach
    void end() {
        server.close();
    }

    private String call() throws InterruptedException {
        return server.use(connection -> connection.call("echo", Json.object(), Duration.ofSeconds(5), Optional.empty()))
                .content()
                .getFirst()
                .path("text")
                .asString();
    }

    private FutureTask<String> callBeside() {
        FutureTask<String> call = new FutureTask<>(this::call);
        Thread.ofVirtual().start(call);
        return call;
    }

    private void await(ServerState state) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.status().state() != state && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(server.status().state()).isEqualTo(state);
    }

    @Test
    void it_starts_with_the_first_call_and_stays_for_the_next() throws Exception {
        assertThat(server.status().state()).isEqualTo(ServerState.STOPPED);
        assertThat(call()).isEqualTo("{}");
        assertThat(call()).isEqualTo("{}");
        assertThat(starter.starts).hasValue(1);
        assertThat(states).containsExactly(ServerState.STARTING, ServerState.READY);
        assertThat(learned).containsExactly(starter.offers);
        assertThat(server.status().calls()).isEqualTo(2);
    }

    @Test
    void many_first_calls_start_it_once() throws Exception {
        Semaphore gate = new Semaphore(0);
        starter.startGate = Optional.of(gate);
        List<FutureTask<String>> calls = List.of(callBeside(), callBeside(), callBeside());
        await(ServerState.STARTING);
        gate.release(10);
        for (FutureTask<String> call : calls) {
            assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo("{}");
        }
        assertThat(starter.starts).hasValue(1);
    }

    @Test
    void whoever_gives_up_waiting_for_the_start_leaves_it_to_others() throws Exception {
        Semaphore gate = new Semaphore(0);
        starter.startGate = Optional.of(gate);
        FutureTask<String> impatient = new FutureTask<>(this::call);
        Thread thread = Thread.ofVirtual().start(impatient);
        await(ServerState.STARTING);
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        gate.release();
        await(ServerState.READY);
        assertThat(starter.starts).hasValue(1);
    }

    @Test
    void one_that_cannot_be_started_is_left_alone_for_longer_and_longer() {
        starter.broken = Optional.of("no such program");
        for (int seconds : new int[] {1, 2, 4, 8}) {
            assertThatExceptionOfType(WritException.class)
                    .isThrownBy(this::call)
                    .satisfies(e -> assertThat(e.failure().message()).contains("no such program"));
            int before = starter.starts.get();
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThatExceptionOfType(WritException.class).isThrownBy(this::call);
            assertThat(starter.starts).hasValue(before);
            clock.advance(Duration.ofMillis(1));
        }
    }

    @Test
    void after_a_crash_in_use_it_starts_again_by_itself_once_it_has_rested() throws Exception {
        call();
        starter.last().ended(CRASH);
        assertThat(server.status().state()).isEqualTo(ServerState.RESTING);
        assertThat(server.status().lastFailure()).contains(CRASH);
        assertThat(server.log()).anyMatch(line -> line.contains("said something"));
        server.look();
        assertThat(server.status().state()).isEqualTo(ServerState.RESTING);
        clock.advance(Duration.ofSeconds(1));
        server.look();
        await(ServerState.READY);
        assertThat(call()).isEqualTo("{}");
    }

    @Test
    void the_end_of_an_earlier_run_does_not_end_this_one() throws Exception {
        call();
        ServerStarter.Listener earlier = starter.last();
        earlier.ended(CRASH);
        clock.advance(Duration.ofSeconds(1));
        call();
        earlier.ended(CRASH);
        assertThat(server.status().state()).isEqualTo(ServerState.READY);
    }

    @Test
    void one_that_no_longer_answers_is_ended() throws Exception {
        call();
        clock.advance(Duration.ofSeconds(30));
        starter.silent = Optional.of("it hangs");
        server.look();
        assertThat(server.status().state()).isEqualTo(ServerState.RESTING);
        assertThat(starter.closes).hasValue(1);
    }

    @Test
    void tools_that_changed_without_a_word_are_noticed() throws Exception {
        call();
        starter.offers = List.of(TestingStarter.tool("other"));
        clock.advance(Duration.ofSeconds(30));
        server.look();
        assertThat(learned.getLast()).isEqualTo(starter.offers);
    }

    @Test
    void tools_that_it_says_changed_are_asked_for() throws Exception {
        call();
        starter.offers = List.of(TestingStarter.tool("other"));
        starter.last().toolsChanged();
        assertThat(learned.getLast()).isEqualTo(starter.offers);
    }

    @Test
    void unused_for_long_it_is_stopped_but_not_under_a_call() throws Exception {
        Semaphore gate = new Semaphore(0);
        starter.gate = Optional.of(gate);
        FutureTask<String> call = callBeside();
        assertThat(starter.called.poll(20, TimeUnit.SECONDS)).isEqualTo("echo");
        clock.advance(Duration.ofMinutes(10));
        server.look();
        assertThat(server.status().state()).isEqualTo(ServerState.READY);
        gate.release();
        call.get(20, TimeUnit.SECONDS);
        clock.advance(Duration.ofMinutes(10));
        server.look();
        assertThat(server.status().state()).isEqualTo(ServerState.STOPPED);
        assertThat(starter.closes).hasValue(1);
    }

    @Test
    void stopped_by_a_person_it_ends_its_calls_and_takes_no_more_until_it_is_started() throws Exception {
        Semaphore gate = new Semaphore(0);
        starter.gate = Optional.of(gate);
        FutureTask<String> call = callBeside();
        assertThat(starter.called.poll(20, TimeUnit.SECONDS)).isEqualTo("echo");
        Thread stopping = Thread.ofVirtual().start(server::hold);
        await(ServerState.DRAINING);
        gate.release(10);
        assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo("{}");
        assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
        assertThat(starter.closes).hasValue(1);
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(this::call)
                .satisfies(e -> assertThat(e.failure().message()).contains("stopped by a person"));
        server.startNow();
        assertThat(call()).isEqualTo("{}");
    }

    @Test
    void stopped_while_it_starts_it_does_not_come_up_later() throws Exception {
        Semaphore gate = new Semaphore(0);
        starter.startGate = Optional.of(gate);
        FutureTask<String> call = callBeside();
        await(ServerState.STARTING);
        server.hold();
        gate.release();
        assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                .isThrownBy(() -> call.get(20, TimeUnit.SECONDS));
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (starter.closes.get() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(starter.closes).hasValue(1);
        assertThat(server.status().state()).isEqualTo(ServerState.HELD);
    }

    @Test
    void a_person_can_start_one_that_rests() throws Exception {
        starter.broken = Optional.of("not yet");
        assertThatExceptionOfType(WritException.class).isThrownBy(server::startNow);
        starter.broken = Optional.empty();
        server.startNow();
        assertThat(server.status().state()).isEqualTo(ServerState.READY);
    }

    @Test
    void once_closed_it_never_starts_again() throws Exception {
        call();
        server.close();
        assertThatExceptionOfType(WritException.class).isThrownBy(this::call);
        assertThat(starter.closes).hasValue(1);
        assertThat(starter.starts).hasValue(1);
    }
}
