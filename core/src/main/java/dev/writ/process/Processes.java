package dev.writ.process;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processes Writ knows, by name: those written as code, and those that are data. */
public final class Processes {
    private final Map<String, Process> byName = new LinkedHashMap<>();
    private final StoredProcesses stored;

    public Processes(List<Process> processes, StoredProcesses stored) {
        this.stored = stored;
        for (Process process : processes) {
            if (byName.put(process.spec().name(), process) != null) {
                throw new IllegalArgumentException(
                        "two processes are named " + process.spec().name());
            }
        }
    }

    /** @throws WritException with {@code not_found} */
    public Process get(String name) {
        Process process = byName.get(name);
        return process != null
                ? process
                : stored.find(name)
                        .orElseThrow(() -> new WritException(
                                FailureCode.NOT_FOUND,
                                "There is no process '" + name + "' in use.",
                                "List them with `writ processes ls`."));
    }

    /** Those written as code. */
    public Collection<Process> all() {
        return List.copyOf(byName.values());
    }
}
