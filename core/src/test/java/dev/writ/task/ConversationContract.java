package dev.writ.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.label.Label;
import dev.writ.store.Database;
import dev.writ.task.PendingCalls.Pending;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What conversations and pending calls keep, on every database. */
abstract class ConversationContract {
    private static final List<Message> EVERY_FORM = List.of(
            new Message.Instruction("You are careful.\n\n\"Quoted\", ünïcode \u2028 and \\ too."),
            new Message.Request("user", "do it"),
            new Message.Request("agent:worker", ""),
            new Message.Reply("only words", List.of()),
            new Message.Reply("", List.of()),
            new Message.Reply(
                    "words and calls",
                    List.of(
                            new Message.Call(
                                    "t1c1", "end_task", Json.parseObject("{\"a\": [1, {\"b\": null}], \"c\": \"\"}")),
                            new Message.Call("t1c2", "file_edit__write_file", Json.object()))),
            new Message.Result(
                    "t1c1",
                    "end_task",
                    "succeeded",
                    "text",
                    Json.parseObject("{\"n\": 1.5, \"big\": 9007199254740993}")),
            new Message.Result("t1c2", "file_edit__write_file", "denied", "", Json.object()));

    private TestingTrees all;
    private Conversation conversation;
    private PendingCalls pending;

    abstract Database database();

    @BeforeEach
    void prepare() {
        all = new TestingTrees(database());
        conversation = new Conversation(database(), all.clock);
        pending = new PendingCalls(database(), all.clock);
    }

    @Test
    void every_form_of_message_comes_back_as_it_was_in_its_order() {
        Task task = all.root();
        Task other = all.root();
        for (Message message : EVERY_FORM) {
            append(task, message);
            append(other, new Message.Request("user", "between"));
        }
        assertThat(conversation.read(task.id())).isEqualTo(EVERY_FORM);
        assertThat(conversation.entries(task.id()))
                .extracting(Conversation.Entry::position)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(conversation.entries(task.id())).allMatch(entry -> entry.at().equals(all.clock.instant()));
    }

    @Test
    void a_conversation_that_has_not_begun_is_empty() {
        assertThat(conversation.read("task_0")).isEmpty();
    }

    @Test
    void its_beginning_comes_before_what_was_said_already() {
        Task task = all.root();
        append(task, new Message.Request("user", "and hurry"));
        List<Message> opening = List.of(new Message.Instruction("be careful"), new Message.Request("user", "do it"));
        database().writeOnly(tx -> conversation.begin(tx, task.id(), opening, Label.CLEAN));
        assertThat(conversation.read(task.id()))
                .containsExactly(opening.get(0), opening.get(1), new Message.Request("user", "and hurry"));
    }

    @Test
    void pending_calls_are_found_by_their_task_and_by_what_they_wait_for() {
        Task task = all.root();
        Task other = all.root();
        Pending first = new Pending("call_1", task.id(), "t1c1", "start_subtask", "task", "task_9");
        Pending second = new Pending("call_2", task.id(), "t1c2", "message_user__ask_user", "answer", "message_9");
        Pending third = new Pending("call_3", other.id(), "t1c1", "start_subtask", "task", "task_9");
        database().writeOnly(tx -> List.of(first, second, third).forEach(one -> pending.add(tx, one)));
        // A call that is made again after a crash waits once.
        database().writeOnly(tx -> pending.add(tx, first));

        assertThat(pending.ofTask(task.id())).containsExactly(first, second);
        assertThat(database().<List<String>>read(handle -> pending.waitingFor(handle, "task", "task_9")))
                .containsExactlyInAnyOrder(task.id(), other.id());
        assertThat(database().<List<String>>read(handle -> pending.waitingFor(handle, "answer", "task_9")))
                .isEmpty();
        assertThat(database().<Boolean>write(tx -> pending.remove(tx, "call_1")))
                .isTrue();
        assertThat(database().<Boolean>write(tx -> pending.remove(tx, "call_1")))
                .isFalse();
        assertThat(pending.ofTask(task.id())).containsExactly(second);
    }

    private void append(Task task, Message message) {
        database().writeOnly(tx -> conversation.append(tx, task.id(), message));
    }
}
