package dev.writ.tool.file;

import dev.writ.sandbox.Folder;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that swaps entries of a workspace as fast as it can, each swap in one step, until its input ends; see {@link
 * FileRaceTest}. Then it says how often it did.
 */
final class SwappingProcess {
    private SwappingProcess() {}

    /** @param arguments the workspace, then pairs of paths, each pair in one folder */
    public static void main(String[] arguments) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        long swaps = 0;
        try (WorkspaceRoot root = WorkspaceRoot.open(Workspace.open(Path.of(arguments[0])))) {
            for (int i = 1; i < arguments.length; i += 2) {
                WorkspacePath one = new WorkspacePath(arguments[i]);
                pairs.add(new Pair(root.parentOf(one), one.name(), new WorkspacePath(arguments[i + 1]).name()));
            }
            System.out.println("swapping");
            while (System.in.available() == 0) {
                for (int i = 0; i < 50; i++) {
                    for (Pair pair : pairs) {
                        pair.swap();
                        swaps++;
                    }
                }
            }
        }
        System.out.println(swaps);
    }

    /** Two names in a folder that stays open, wherever it is by now. */
    private record Pair(Folder folder, String one, String other) {
        void swap() {
            try {
                folder.exchange(one, other);
            } catch (dev.writ.WritException e) {
                // One of them is being replaced or was moved; the next look is soon.
                Thread.onSpinWait();
            }
        }
    }
}
