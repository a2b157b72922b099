package dev.writ.cli.reference;

import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code events.md}: every type of event that the code writes. */
final class EventPage {
    private EventPage() {}

    static String text() throws IOException {
        Descriptions descriptions = Descriptions.read("events.yaml");
        SortedSet<String> types =
                EventTypes.written(new TreeSet<>(descriptions.content().propertyNames()));
        descriptions.of(types);
        Markdown page = Markdown.page(
                "Events",
                "The types of what is in the log, by what they are about. What an event holds, and how to read the log, is told"
                        + " in [events](../events.md). Words in `this form` are fields of its data.");
        new TreeSet<>(types.stream().map(EventPage::family).toList())
                .forEach(family -> page.heading(2, family)
                        .table(
                                List.of("type", "what happened"),
                                types.stream()
                                        .filter(type -> family(type).equals(family))
                                        .map(type -> List.of(Markdown.code(type), descriptions.get(type)))
                                        .toList()));
        return page.toString();
    }

    static String family(String type) {
        return type.substring(0, type.indexOf('.'));
    }
}
