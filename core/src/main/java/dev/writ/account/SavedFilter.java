package dev.writ.account;

import java.time.Instant;

/**
 * A view of a page of the control room that a person keeps under a name.
 *
 * @param name unique among those of the person
 * @param address path of the page with its query, for instance {@code /events?type=tool.denied}
 */
public record SavedFilter(String id, String name, String address, Instant createdAt) {}
