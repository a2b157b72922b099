package dev.writ.runtime;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** A lock for each name in use. */
final class KeyedLocks {
    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    /** Runs the action while no other thread runs one under the same name. */
    void with(String name, Runnable action) {
        Entry entry = entries.compute(name, (key, known) -> {
            Entry used = known == null ? new Entry() : known;
            used.users++;
            return used;
        });
        entry.lock.lock();
        try {
            action.run();
        } finally {
            entry.lock.unlock();
            entries.computeIfPresent(name, (key, used) -> --used.users == 0 ? null : used);
        }
    }

    boolean heldByThisThread(String name) {
        Entry entry = entries.get(name);
        return entry != null && entry.lock.isHeldByCurrentThread();
    }
}
