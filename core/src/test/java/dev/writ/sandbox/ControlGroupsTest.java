package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupsTest {
    @TempDir
    Path mounts;

    @Test
    void version_two_is_used_where_it_hands_down_the_limits() throws Exception {
        Files.writeString(mounts.resolve("cgroup.controllers"), "cpu memory pids\n");
        Files.writeString(mounts.resolve("cgroup.subtree_control"), "memory pids\n");
        ControlGroups groups = ControlGroups.find(mounts, "0::/user.slice\n");

        ControlGroups.Group group = groups.open("writ-box-1-1", TestingSandbox.SMALL);
        Path folder = mounts.resolve("writ-box-1-1");
        assertThat(folder.resolve("pids.max")).hasContent("40");
        assertThat(folder.resolve("memory.max")).hasContent(Long.toString(TestingSandbox.SMALL.memory()));
        assertThat(group.doors()).containsExactly(folder.resolve("cgroup.procs").toString());
    }

    @Test
    void version_two_without_the_limits_is_not_used() throws Exception {
        Files.writeString(mounts.resolve("cgroup.controllers"), "hugetlb\n");
        Files.writeString(mounts.resolve("cgroup.subtree_control"), "\n");
        assertThat(ControlGroups.find(mounts, "0::/\n").limitProcesses()).isFalse();
    }

    @Test
    void version_one_is_used_only_where_nobody_put_us_into_a_group() throws Exception {
        hierarchy("pids");
        hierarchy("memory");
        ControlGroups groups = ControlGroups.find(mounts, "8:pids:/\n4:memory:/service/one\n0::/\n");

        assertThat(groups.processes()).contains(mounts.resolve("pids"));
        assertThat(groups.memory()).isEmpty();
    }

    @Test
    void groups_of_processes_that_are_gone_are_removed() throws Exception {
        hierarchy("pids");
        ControlGroups groups = ControlGroups.find(mounts, "8:pids:/\n");
        Path ours = Files.createDirectory(
                mounts.resolve("pids/writ-box-" + ProcessHandle.current().pid() + "-1"));
        Path abandoned = Files.createDirectory(mounts.resolve("pids/writ-box-2147483646-1"));
        Path foreign = Files.createDirectory(mounts.resolve("pids/other-2147483646-1"));

        groups.removeAbandoned();

        assertThat(ours).exists();
        assertThat(abandoned).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void nothing_mounted_means_no_groups() {
        ControlGroups groups = ControlGroups.find(mounts.resolve("missing"), "");
        assertThat(groups.limitProcesses()).isFalse();
    }

    private void hierarchy(String controller) throws IOException {
        Path folder = Files.createDirectory(mounts.resolve(controller));
        Files.writeString(folder.resolve("cgroup.procs"), "");
    }
}
