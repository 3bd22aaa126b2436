bench_command() { :; }
