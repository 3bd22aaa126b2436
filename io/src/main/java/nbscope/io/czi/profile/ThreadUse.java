package nbscope.io.czi.profile;

/// One thread of a pass, in seconds.
///
/// @param thread          its number, from 0
/// @param tiles           that it read
/// @param wallSeconds     from its first tile to its last
/// @param cpuSeconds      that it computed
/// @param runDelaySeconds that it was ready and the processors were busy; 0 where the system does not say
public record ThreadUse(int thread, int tiles, double wallSeconds, double cpuSeconds, double runDelaySeconds) {}
