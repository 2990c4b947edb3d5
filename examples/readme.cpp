#include <botstore/botstore.hpp>
#include <iostream>

int main() {
  const auto store = botstore::open("memory:");
  store->init();
  store->save_thread({.id = "chat-7", .resource_id = "ada"});
  store->save_message({.thread_id = "chat-7",
                       .id = "wamid.1",  // the platform's own id: a redelivery is no second message
                       .role = "user",
                       .content = botstore::Json::string("A table for two, please.")});
  for (const auto& message : store->list_messages({.thread_ids = "chat-7"}).items)
    std::cout << message.role << ": " << message.content.as_string().value_or("") << '\n';
}
