package dev.writ.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Where a task may go from where it stands, against a table written down a second time. */
class TaskStateProperties {
    private static final Map<String, String> ALLOWED = Map.of(
            "created", "process_assigned waiting_on_dependencies manual_hold failed cancelled",
            "process_assigned", "ready_for_agent waiting_on_dependencies manual_hold completed failed cancelled",
            "ready_for_agent", "agent_responding process_assigned waiting_on_dependencies manual_hold failed cancelled",
            "agent_responding", "tool_processing ready_for_agent process_assigned manual_hold failed cancelled",
            "tool_processing", "ready_for_agent process_assigned waiting_on_dependencies manual_hold failed cancelled",
            "waiting_on_dependencies", "process_assigned ready_for_agent tool_processing manual_hold failed cancelled",
            "manual_hold",
                    "created process_assigned ready_for_agent agent_responding tool_processing"
                            + " waiting_on_dependencies failed cancelled",
            "completed", "",
            "failed", "",
            "cancelled", "");

    @Property
    void a_transition_is_allowed_exactly_where_the_table_says_so(@ForAll TaskState from, @ForAll TaskState to) {
        boolean allowed = Arrays.asList(ALLOWED.get(from.id()).split(" ", -1)).contains(to.id());
        assertThat(from.mayBecome(to)).isEqualTo(allowed);
        if (allowed) {
            assertThatCode(() -> from.check(to)).doesNotThrowAnyException();
        } else {
            assertThatExceptionOfType(WritException.class)
                    .isThrownBy(() -> from.check(to))
                    .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.ILLEGAL_TRANSITION))
                    .withMessageContaining(from.id())
                    .withMessageContaining(to.id());
        }
    }

    @Property
    void every_open_task_can_be_failed_cancelled_and_held_and_an_ended_one_never_changes(@ForAll TaskState state) {
        assertThat(state.mayBecome(TaskState.FAILED)).isEqualTo(!state.isFinal());
        assertThat(state.mayBecome(TaskState.CANCELLED)).isEqualTo(!state.isFinal());
        assertThat(state.mayBecome(TaskState.MANUAL_HOLD))
                .isEqualTo(!state.isFinal() && state != TaskState.MANUAL_HOLD);
        assertThat(state.mayBecome(state)).isFalse();
        // A person can take a held task back to wherever it was held from.
        assertThat(TaskState.MANUAL_HOLD.mayBecome(state))
                .isEqualTo(state != TaskState.COMPLETED && state != TaskState.MANUAL_HOLD);
    }

    @Test
    void every_state_is_reached_from_the_first_one_and_reaches_an_end() {
        Set<TaskState> reached = EnumSet.of(TaskState.CREATED);
        Map<TaskState, Set<TaskState>> next = new HashMap<>();
        for (TaskState from : TaskState.values()) {
            for (TaskState to : TaskState.values()) {
                if (from.mayBecome(to)) {
                    next.computeIfAbsent(from, state -> EnumSet.noneOf(TaskState.class))
                            .add(to);
                }
            }
        }
        for (int i = 0; i < TaskState.values().length; i++) {
            Set.copyOf(reached).forEach(state -> reached.addAll(next.getOrDefault(state, Set.of())));
        }
        assertThat(reached).containsExactlyInAnyOrder(TaskState.values());
    }

    @Property
    void the_word_of_a_state_is_read_back_as_the_state(@ForAll TaskState state) {
        assertThat(TaskState.parse(state.id())).isEqualTo(state);
    }

    @Test
    void an_unknown_word_is_refused_with_the_known_ones() {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> TaskState.parse("tired"))
                .withMessageContaining("tired")
                .withMessageContaining("waiting_on_dependencies");
    }
}
