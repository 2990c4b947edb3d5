#include "tests/catch.hpp"
#include "tests/tools/support/store.hpp"

namespace botstore::tools::testing {

TEST_CASE("metadata is listed, shown and deleted", "[commands]") {
  const Store store;
  {
    const auto writer = store.open();
    writer->save_thread({.id = "t", .resource_id = "ada"});
    writer->save_message({.thread_id = "t", .id = "m", .role = "user"});
    writer->set_metadata({"t"}, "flow", Json::parse("{\"step\":\n 2}"));
    writer->set_metadata({"t"}, "summary", Json::string("short"));
    writer->set_metadata({"t", "m"}, "seen", Json::boolean(true));
  }
  CHECK(store.run("metadata list t --prefix fl").out.find("\"step\"") != std::string::npos);
  CHECK(store.run("metadata list t --json --limit 1 --descending")
            .out.starts_with(R"({"owner":{"thread_id":"t","message_id":null},"key":"summary",)"));
  CHECK(store.run("metadata list t --message m --all").out.find("seen") != std::string::npos);
  CHECK(store.run("metadata show t flow --json").status == 0);
  CHECK(store.run("metadata show t seen").status == 3);
  CHECK(store.run("metadata show t seen --message m").status == 0);
  CHECK(store.run("metadata delete t flow summary --yes").status == 0);
  CHECK(store.run("metadata delete t flow --yes").status == 3);
}

TEST_CASE("resources are listed, shown and deleted", "[commands]") {
  const Store store;
  {
    const auto writer = store.open();
    writer->save_resource({.id = "one/ada",
                           .working_memory = "likes tea\nand books",
                           .metadata = Json::parse(R"({"city": "London"})")});
    writer->save_resource({.id = "two/bob"});
  }
  CHECK(store.run("resources list --prefix one/").out.find("likes tea\\nand books") !=
        std::string::npos);
  const auto london = store.run("resources list --equals city=London --json").out;
  CHECK(london.find("one/ada") != std::string::npos);
  CHECK(london.find("two/bob") == std::string::npos);
  CHECK(store.run("resources show one/ada").out.find("likes tea\n") != std::string::npos);
  CHECK(Json::parse(store.run("resources show two/bob --json").out).find({"working_memory"}) ==
        Json{});
  CHECK(store.run("resources show nobody").status == 3);
  CHECK(store.run("resources delete two/bob --yes").status == 0);
  CHECK(store.run("resources delete two/bob --yes").status == 3);
}

TEST_CASE("contacts are listed, shown and deleted, with their history or without", "[commands]") {
  const Store store;
  {
    const auto writer = store.open();
    for (const char* phone : {"+1", "+2"}) {
      writer->save_contact({.phone = phone, .values = Json::parse(R"({"city": "Nairobi"})")});
      writer->save_history({.ref = "r", .keyword = "hello", .answer = "Hi", .phone = phone});
    }
    writer->save_history({.ref = "r2", .answer = "Name?", .phone = "+2"});
  }
  CHECK(store.run("contacts list --order id --ascending --limit 1").out.find("+1") !=
        std::string::npos);
  CHECK(store.run("contacts list --has city --json --all").out.find("+2") != std::string::npos);
  CHECK(
      Json::parse(store.run("contacts show +1 --json").out).find({"values", "city"})->as_string() ==
      "Nairobi");
  CHECK(store.run("contacts show +9").status == 3);

  CHECK(store.run("history list --phone +2").out.find("Name?") != std::string::npos);
  const auto keywords = store.run("history list --phone +2 --with-keyword").out;
  CHECK(keywords.find("Hi") != std::string::npos);
  CHECK(keywords.find("Name?") == std::string::npos);
  const auto one = std::to_string(store.open()->get_contact("+1")->id);
  const auto its = store.run("history list --contact " + one + " --json").out;
  CHECK(its.find("+1") != std::string::npos);
  CHECK(its.find("+2") == std::string::npos);
  CHECK(store.run("history list --created-before 1h").out.empty());
  CHECK(Json::parse(store.run("history show +2 --json").out).find({"ref"})->as_string() == "r2");
  CHECK(Json::parse(store.run("history show +2 --with-keyword --json").out)
            .find({"ref"})
            ->as_string() == "r");
  CHECK(store.run("history show +9").status == 3);

  CHECK(store.run("contacts delete +1 --yes").status == 0);
  CHECK(store.run("history show +1").status == 0);
  CHECK(store.run("contacts delete +2 --with-history --yes").status == 0);
  CHECK(store.run("history show +2").status == 3);
  CHECK(store.run("contacts delete +2 --yes").status == 3);
}

}  // namespace botstore::tools::testing
