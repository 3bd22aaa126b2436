package nbscope.compute;

/// Plain memory and Java code.
public record JavaDevice(boolean vector) implements Device {
    @Override
    public String name() {
        return vector ? "Java (Vector API)" : "Java (scalar)";
    }
}
