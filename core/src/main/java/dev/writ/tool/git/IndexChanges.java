package dev.writ.tool.git;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;

/** What became of an index between two moments. */
final class IndexChanges {
    private final Map<String, String> before;
    private Map<String, String> after = Map.of();

    private IndexChanges(Map<String, String> before) {
        this.before = before;
    }

    static IndexChanges since(DirCache index) {
        return new IndexChanges(content(index));
    }

    void to(DirCache index) {
        after = content(index);
    }

    /** Files whose entries were added, changed or removed. */
    Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        before.forEach((path, content) -> {
            if (!content.equals(after.get(path))) {
                paths.add(path);
            }
        });
        after.keySet().stream().filter(path -> !before.containsKey(path)).forEach(paths::add);
        return paths;
    }

    /** Those of the paths at which the index neither had nor has anything. */
    List<TreePath> without(List<TreePath> paths) {
        Set<String> names = new HashSet<>();
        addNames(before, names);
        addNames(after, names);
        return paths.stream()
                .filter(path -> !path.isRoot() && !names.contains(path.value()))
                .toList();
    }

    private static void addNames(Map<String, String> content, Set<String> names) {
        for (String path : content.keySet()) {
            String name = path;
            while (names.add(name) && name.lastIndexOf('/') > 0) {
                name = name.substring(0, name.lastIndexOf('/'));
            }
        }
    }

    private static Map<String, String> content(DirCache index) {
        Map<String, String> content = new HashMap<>();
        for (int i = 0; i < index.getEntryCount(); i++) {
            DirCacheEntry entry = index.getEntry(i);
            content.merge(
                    entry.getPathString(),
                    entry.getStage() + " " + entry.getRawMode() + " "
                            + entry.getObjectId().name(),
                    (first, second) -> first + ", " + second);
        }
        return content;
    }
}
