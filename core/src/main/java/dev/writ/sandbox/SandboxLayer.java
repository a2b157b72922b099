package dev.writ.sandbox;

/** One protection a command runs under. All are needed; none is ever left out quietly. */
public enum SandboxLayer {
    USER_NAMESPACE("user-namespace", "the command is nobody, with no power over the machine"),
    MOUNT_NAMESPACE("mount-namespace", "only the workspace and read-only system folders can be seen"),
    PROCESS_NAMESPACE(
            "pid-namespace", "other processes can be neither seen nor signalled, and all die with the command"),
    NETWORK_NAMESPACE(
            "network-namespace",
            "there is no network but a loopback of its own, and a proxy to the hosts that a call names"),
    IPC_NAMESPACE("ipc-namespace", "no shared memory with other processes"),
    HOST_NAME_NAMESPACE("uts-namespace", "the machine's name is hidden"),
    CGROUP_NAMESPACE("cgroup-namespace", "the machine's resource groups are hidden"),
    NO_CAPABILITIES("no-capabilities", "no privilege of the administrator, in any namespace"),
    NO_NEW_PRIVILEGES("no-new-privileges", "setuid programs give nothing"),
    NO_NESTED_NAMESPACES("no-nested-namespaces", "the command cannot make itself administrator of a box of its own"),
    SYSTEM_CALL_FILTER("seccomp", "kernel functions that ordinary programs do not need are refused"),
    READ_ONLY_SYSTEM("read-only-system", "system folders cannot be changed"),
    READ_ONLY_KERNEL_SETTINGS("read-only-proc", "kernel settings cannot be changed"),
    READ_ONLY_DEVICES("read-only-devices", "modes and times of device files cannot be changed"),
    PRIVATE_TEMPORARY_FOLDER("private-tmp", "the folder for temporary files is empty, small and gone afterwards"),
    EMPTY_ENVIRONMENT("empty-environment", "no variable of Writ's environment is passed on"),
    RESOURCE_LIMITS("resource-limits", "processor time, memory, file size and open files are limited"),
    PROCESS_LIMIT("process-limit", "the number of processes is limited");

    private final String id;
    private final String meaning;

    SandboxLayer(String id, String meaning) {
        this.id = id;
        this.meaning = meaning;
    }

    /** The name as it stands in results and usage records. */
    public String id() {
        return id;
    }

    /** What the layer keeps from happening, for people. */
    public String meaning() {
        return meaning;
    }
}
