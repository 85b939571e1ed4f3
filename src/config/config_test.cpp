// A setting comes from the first of five places that names it; what is not known or does not fit is
// an error that says so.
#include "config/config.h"

#include <gtest/gtest.h>

#include <fstream>

namespace mobilscan::config {
namespace {

class ConfigFile : public testing::Test {
protected:
    void SetUp() override {
        std::string name = testing::TempDir() + "config-XXXXXX";
        const int file = ::mkstemp(name.data());
        ASSERT_GE(file, 0);
        ::close(file);
        path_ = name;
    }
    void TearDown() override { ::unlink(path_.c_str()); }
    void write(const std::string& text) { std::ofstream(path_) << text; }

    std::string path_;
};

std::string error_of(const Sources& sources) {
    const auto loaded = load(sources);
    EXPECT_FALSE(loaded.has_value());
    return loaded ? "" : loaded.error().message;
}

TEST(Config, without_any_source_everything_is_the_default) {
    const auto loaded = load({});
    ASSERT_TRUE(loaded.has_value());
    EXPECT_EQ(loaded->config.port, 8000);
    EXPECT_EQ(loaded->config.web_port, 8501);
    EXPECT_EQ(loaded->config.host, "127.0.0.1");
    EXPECT_EQ(loaded->config.videos(), "data/videos");
    EXPECT_EQ(loaded->config.sqlite_path(), "data/mobilscan.db");
}

TEST_F(ConfigFile, flag_then_own_variable_then_original_variable_then_file) {
    write("web_port = 1\nport = 1\nhost = \"file\"\nframe_interval = 5\n");
    const auto loaded = load({.flags = {{"web_port", "4"}},
                              .environment = {{"MOBILSCAN_WEB_PORT", "3"},
                                              {"STREAMLIT_SERVER_PORT", "2"},
                                              {"MOBILSCAN_HOST", "own"},
                                              {"STREAMLIT_SERVER_ADDRESS", "original"},
                                              {"FRAME_INTERVAL", "7"}},
                              .file = path_});
    ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
    EXPECT_EQ(loaded->config.web_port, 4);
    EXPECT_EQ(loaded->config.host, "own");
    EXPECT_EQ(loaded->config.frame_interval, 7);
    EXPECT_EQ(loaded->config.port, 1);
    EXPECT_EQ(loaded->origins.at("web_port"), "--web-port");
    EXPECT_EQ(loaded->origins.at("frame_interval"), "FRAME_INTERVAL");
}

TEST(Config, an_unknown_variable_names_the_nearest_one) {
    EXPECT_EQ(error_of({.flags = {}, .environment = {{"MOBILSCAN_WEBPORT", "1"}}, .file = ""}),
              "there is no setting 'MOBILSCAN_WEBPORT'; did you mean 'MOBILSCAN_WEB_PORT'?");
}

TEST_F(ConfigFile, an_unknown_key_of_the_file_names_the_nearest_one) {
    write("web_prot = 1\n");
    EXPECT_EQ(error_of({.flags = {}, .environment = {}, .file = path_}),
              path_ + ": there is no setting 'web_prot'; did you mean 'web_port'?");
}

TEST_F(ConfigFile, a_file_that_is_no_toml_names_the_line) {
    write("port = 1\nport =\n");
    EXPECT_NE(error_of({.flags = {}, .environment = {}, .file = path_}).find(path_ + ":2"),
              std::string::npos);
}

TEST(Config, a_number_out_of_range_says_the_range) {
    EXPECT_EQ(error_of({.flags = {{"port", "70000"}}, .environment = {}, .file = ""}),
              "--port is '70000'; it takes a whole number from 0 to 65535");
    EXPECT_EQ(error_of({.flags = {}, .environment = {{"FRAME_INTERVAL", "0"}}, .file = ""}),
              "FRAME_INTERVAL is '0'; it takes a whole number from 1 to 1000000");
}

TEST(Config, a_word_that_is_no_choice_lists_the_choices) {
    EXPECT_EQ(error_of({.flags = {{"auth", "maybe"}}, .environment = {}, .file = ""}),
              "--auth is 'maybe'; it takes one of off, keys");
}

TEST(Config, languages_are_those_that_can_be_read) {
    EXPECT_EQ(load({})->config.languages, "all");
    const auto loaded = load({.flags = {}, .environment = {{"OCR_LANG", "EN, ch"}}, .file = ""});
    ASSERT_TRUE(loaded.has_value());
    EXPECT_EQ(loaded->config.languages, "en,ch");
    EXPECT_EQ(loaded->origins.at("languages"), "OCR_LANG");
    const std::string unknown =
        error_of({.flags = {}, .environment = {{"OCR_LANG", "klingon"}}, .file = ""});
    EXPECT_TRUE(unknown.starts_with("OCR_LANG is 'klingon'; it takes all, en, ch, ")) << unknown;
    const std::string korean =
        error_of({.flags = {{"languages", "korean"}}, .environment = {}, .file = ""});
    EXPECT_TRUE(
        korean.starts_with("--languages is 'korean'; the recogniser has no Hangul "
                           "letters; it takes all, "))
        << korean;
}

TEST_F(ConfigFile, use_gpu_takes_the_usual_words) {
    EXPECT_FALSE(load({})->config.use_gpu);
    for (const char* word : {"true", "True", "1", "yes", "on"}) {
        const auto loaded = load({.flags = {}, .environment = {{"USE_GPU", word}}, .file = ""});
        ASSERT_TRUE(loaded.has_value()) << word;
        EXPECT_TRUE(loaded->config.use_gpu) << word;
    }
    EXPECT_EQ(error_of({.flags = {}, .environment = {{"USE_GPU", "maybe"}}, .file = ""}),
              "USE_GPU is 'maybe'; it takes true or false (also 1, yes, on or 0, no, off)");
    write("use_gpu = true\n");
    const auto loaded = load({.flags = {}, .environment = {}, .file = path_});
    ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
    EXPECT_TRUE(loaded->config.use_gpu);
    EXPECT_NE(effective_toml(*loaded).find("use_gpu = true  # "), std::string::npos);
}

TEST(Config, certificate_and_key_belong_together) {
    EXPECT_NE(error_of({.flags = {{"tls_cert", "a.pem"}}, .environment = {}, .file = ""})
                  .find("belong together"),
              std::string::npos);
}

TEST(Config, a_database_that_is_not_supported_is_refused_and_its_password_is_not_said) {
    const std::string message = error_of(
        {.flags = {}, .environment = {{"DATABASE_URL", "mysql://u:geheim@h/db"}}, .file = ""});
    EXPECT_NE(message.find("sqlite:///"), std::string::npos);
    EXPECT_EQ(message.find("geheim"), std::string::npos);
}

TEST(Config, variables_of_the_original_that_mean_nothing_here_are_warned_of) {
    const auto loaded = load({.flags = {}, .environment = {{"API_URL", "http://a"}}, .file = ""});
    ASSERT_TRUE(loaded.has_value());
    ASSERT_EQ(loaded->warnings.size(), 1U);
    EXPECT_NE(loaded->warnings[0].find("API_URL"), std::string::npos);
}

TEST(Config, a_server_of_postgresql_may_be_named_as_python_programs_do) {
    const auto url_of = [](const std::string& url) {
        const auto loaded = load({.flags = {}, .environment = {{"DATABASE_URL", url}}, .file = ""});
        return loaded ? loaded->config.postgres_url() : loaded.error().message;
    };
    EXPECT_EQ(url_of("postgresql://u@h/db"), "postgresql://u@h/db");
    EXPECT_EQ(url_of("postgres://u@h/db"), "postgres://u@h/db");
    EXPECT_EQ(url_of("postgresql+psycopg2://u@h/db"), "postgresql://u@h/db");
}

TEST_F(ConfigFile, an_address_with_a_password_may_stand_in_a_file_of_its_own) {
    write("redis://:geheim@r:6379/0\nanother line\n");
    const auto loaded =
        load({.flags = {}, .environment = {{"MOBILSCAN_REDIS_URL_FILE", path_}}, .file = ""});
    ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
    EXPECT_EQ(loaded->config.redis_url, "redis://:geheim@r:6379/0");
    EXPECT_EQ(effective_toml(*loaded).find("geheim"), std::string::npos);
    EXPECT_NE(error_of({.flags = {},
                        .environment = {{"MOBILSCAN_REDIS_URL_FILE", path_},
                                        {"REDIS_URL", "redis://other"}},
                        .file = ""})
                  .find("set one"),
              std::string::npos);
    EXPECT_NE(error_of({.flags = {},
                        .environment = {{"MOBILSCAN_REDIS_URL_FILE", path_ + ".missing"}},
                        .file = ""})
                  .find("cannot be read"),
              std::string::npos);
}

TEST(Config, the_effective_settings_are_toml_with_their_origin) {
    const auto loaded = load({.flags = {{"port", "0"}}, .environment = {}, .file = ""});
    ASSERT_TRUE(loaded.has_value());
    const std::string text = effective_toml(*loaded);
    EXPECT_NE(text.find("port = 0  # --port\n"), std::string::npos);
    EXPECT_NE(text.find("host = \"127.0.0.1\"  # default\n"), std::string::npos);
}

}  // namespace
}  // namespace mobilscan::config
