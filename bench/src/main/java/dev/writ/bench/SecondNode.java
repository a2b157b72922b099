package dev.writ.bench;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A node of a cluster in a process of its own, until it is killed. */
final class SecondNode {
    private SecondNode() {}

    /** @param arguments the database, and the file of the key; the current folder is the node's */
    public static void main(String[] arguments) throws Exception {
        ScriptedModel idle = new ScriptedModel(request -> ScriptedModel.end());
        RunningCore node =
                RunningCore.onServer(Path.of("").toAbsolutePath(), idle, arguments[0], Path.of(arguments[1]));
        try {
            TimeUnit.HOURS.sleep(1);
        } finally {
            node.close();
        }
    }
}
