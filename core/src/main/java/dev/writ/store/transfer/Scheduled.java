package dev.writ.store.transfer;

import org.jspecify.annotations.Nullable;

/** The wake-ups of db-scheduler. */
final class Scheduled {
    private Scheduled() {}

    /** Whoever had picked a wake-up is not there where it goes; it is free for anybody. */
    static void release(Table table, @Nullable Object[] values) {
        if (!table.name().equals("scheduled_tasks")) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            switch (table.columns().get(i).name()) {
                case "picked" -> values[i] = false;
                case "picked_by", "last_heartbeat" -> values[i] = null;
                default -> {
                    // As it was.
                }
            }
        }
    }
}
