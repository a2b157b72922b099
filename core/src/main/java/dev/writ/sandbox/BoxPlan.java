package dev.writ.sandbox;

import dev.writ.permission.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to run in a box, and what the box is to hold; everything is resolved.
 *
 * @param folders that the box has besides the system's
 * @param start where the program starts, as it is found in the box
 * @param owner whose rights on files the program gets
 * @param hosts which it may reach; none means that it has no network
 * @param variables of its environment, besides those that every box has
 * @param argv starts with the program's path
 */
record BoxPlan(
        BoxFolders folders,
        Path start,
        BoxOwner owner,
        SandboxProfile profile,
        List<Host> hosts,
        Map<String, String> variables,
        List<String> argv,
        SandboxLimits limits) {
    BoxPlan {
        hosts = List.copyOf(hosts);
        variables = Map.copyOf(variables);
        argv = List.copyOf(argv);
    }
}
