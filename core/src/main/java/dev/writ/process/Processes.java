package dev.writ.process;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processes Writ knows, by name. */
public final class Processes {
    private final Map<String, Process> byName = new LinkedHashMap<>();

    public Processes(List<Process> processes) {
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
        if (process == null) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "There is no process '" + name + "'.",
                    "List them with `writ processes ls`.");
        }
        return process;
    }

    public Collection<Process> all() {
        return List.copyOf(byName.values());
    }
}
