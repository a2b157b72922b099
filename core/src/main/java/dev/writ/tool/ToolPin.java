package dev.writ.tool;

import java.util.List;
import java.util.Optional;

/**
 * A tool's accepted definition beside the one that its server offers now.
 *
 * @param accepted hash of the definition that was accepted
 * @param offered hash of the one that is offered
 * @param differences what differs; empty where nothing does, or where what was accepted is known as a whole alone
 */
public record ToolPin(String tool, ToolStatus status, String accepted, String offered, List<Change> differences) {
    public ToolPin {
        differences = List.copyOf(differences);
    }

    /** Names of the parts that differ, for instance {@code read: description}. */
    public List<String> changes() {
        return differences.stream().map(Change::part).toList();
    }

    /**
     * One part that differs. Both texts are the server's own words: data, to be shown as such.
     *
     * @param part for instance {@code read: description}, {@code write: new}
     * @param before as it was accepted; empty where there was none, or where only its hash was kept
     * @param now as it is offered; empty where there is none any more
     */
    public record Change(String part, Optional<String> before, Optional<String> now) {}
}
