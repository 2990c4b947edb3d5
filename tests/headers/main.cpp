// The test is that this program was compiled and linked.
int main() {}
