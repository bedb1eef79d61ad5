// Drives the server with many chats.
int main() { return 0; }
