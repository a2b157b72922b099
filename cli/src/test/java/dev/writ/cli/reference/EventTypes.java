package dev.writ.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.event.NewEvent;
import dev.writ.permission.ApprovalRequest;
import dev.writ.recovery.IncidentState;
import dev.writ.server.Writ;
import dev.writ.tool.thirdparty.ServerState;
import java.io.IOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The types of events, as they stand in the compiled code. */
final class EventTypes {
    private static final Pattern TYPE = Pattern.compile("[a-z]+\\.[a-z_]+");
    /** A text that is put together: one part of it is found at run time. */
    private static final Pattern PUT_TOGETHER = Pattern.compile("([a-z]+)\\.\u0001");

    private static final String EVENT = NewEvent.class.getName().replace('.', '/');

    /** What has the form of a type and is none. */
    private static final Set<String> OTHERS = Set.of("server.json");

    /** The types that are put together, by what stands before the dot. */
    private static final Map<String, List<String>> BY_STATE = Map.of(
            "approval",
                    Arrays.stream(ApprovalRequest.State.values())
                            .filter(state -> state != ApprovalRequest.State.PENDING)
                            .map(ApprovalRequest.State::id)
                            .toList(),
            "incident",
                    Arrays.stream(IncidentState.values())
                            .filter(IncidentState::isEnded)
                            .map(IncidentState::id)
                            .toList(),
            "server", Arrays.stream(ServerState.values()).map(ServerState::id).toList());

    private EventTypes() {}

    /** @param described types that are known; others are found by what stands before their dot, and where events are made */
    static SortedSet<String> written(Set<String> described) throws IOException {
        Set<String> families = described.stream().map(EventPage::family).collect(Collectors.toSet());
        SortedSet<String> types = new TreeSet<>();
        List<ClassModel> classes = new ArrayList<>(ClassFiles.around(NewEvent.class));
        classes.addAll(ClassFiles.around(Writ.class));
        for (ClassModel one : classes) {
            boolean makesEvents = StreamSupport.stream(one.constantPool().spliterator(), false)
                    .anyMatch(entry -> entry instanceof ClassEntry named
                            && named.asInternalName().equals(EVENT));
            for (var entry : one.constantPool()) {
                if (entry instanceof StringEntry constant) {
                    String text = constant.stringValue();
                    if (TYPE.matcher(text).matches()
                            && !OTHERS.contains(text)
                            && (makesEvents || families.contains(EventPage.family(text)))) {
                        types.add(text);
                    }
                    var composed = PUT_TOGETHER.matcher(text);
                    if (composed.matches() && makesEvents) {
                        String family = composed.group(1);
                        assertThat(BY_STATE)
                                .as(text + " of " + one.thisClass().asInternalName())
                                .containsKey(family);
                        BY_STATE.getOrDefault(family, List.of()).forEach(end -> types.add(family + "." + end));
                    }
                }
            }
        }
        return types;
    }
}
