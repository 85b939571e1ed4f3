// Models are checked before use, and a tiny network (ReLU, written as OpenVINO's text format)
// proves loading, running and refusing without any of the real ones.
#include "inference/network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "inference/model_file.h"
#include "inference/network_cache.h"

namespace mobilscan::inference {
namespace {

using core::ErrorCode;

constexpr std::string_view relu_of_rows_of_three = R"(<?xml version="1.0"?>
<net name="relu" version="11">
  <layers>
    <layer id="0" name="x" type="Parameter" version="opset1">
      <data shape="?,3" element_type="f32"/>
      <output><port id="0" precision="FP32"><dim>-1</dim><dim>3</dim></port></output>
    </layer>
    <layer id="1" name="relu" type="ReLU" version="opset1">
      <input><port id="0" precision="FP32"><dim>-1</dim><dim>3</dim></port></input>
      <output><port id="1" precision="FP32"><dim>-1</dim><dim>3</dim></port></output>
    </layer>
    <layer id="2" name="y" type="Result" version="opset1">
      <input><port id="0" precision="FP32"><dim>-1</dim><dim>3</dim></port></input>
    </layer>
  </layers>
  <edges>
    <edge from-layer="0" from-port="0" to-layer="1" to-port="0"/>
    <edge from-layer="1" from-port="1" to-layer="2" to-port="0"/>
  </edges>
</net>)";

ModelFile model_of(std::string_view text) {
    ModelFile model{"test", "", std::vector<std::byte>(text.size())};
    std::memcpy(model.bytes.data(), text.data(), text.size());
    return model;
}

Session relu_session() {
    return Network::load(model_of(relu_of_rows_of_three), {.threads = 1})
        .and_then([](const Network& network) { return network.open_session(); })
        .value();
}

class ModelFileTest : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) /
                                    testing::UnitTest::GetInstance()->current_test_info()->name();
    // SHA-256 of "abc", FIPS 180-4.
    ModelPin pin_{"m.onnx", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"};
};

TEST_F(ModelFileTest, IsLoadedWhenItsHashIsRight) {
    std::ofstream(folder_ / "m.onnx") << "abc";
    const auto model = load_model_file(folder_, pin_);
    ASSERT_TRUE(model) << model.error().message;
    EXPECT_EQ(model->bytes.size(), 3U);
}

TEST_F(ModelFileTest, IsRefusedWhenOneByteDiffers) {
    std::ofstream(folder_ / "m.onnx") << "abd";
    const auto model = load_model_file(folder_, pin_);
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().code, ErrorCode::model_mismatch);
    EXPECT_NE(model.error().message.find("m.onnx"), std::string::npos);
}

TEST_F(ModelFileTest, IsMissingWhenThereIsNoneOrAFolderInItsPlace) {
    EXPECT_EQ(load_model_file(folder_, pin_).error().code, ErrorCode::model_missing);
    std::filesystem::create_directory(folder_ / "m.onnx");
    EXPECT_EQ(load_model_file(folder_, pin_).error().code, ErrorCode::model_missing);
}

TEST(Network, RunsOnInputsOfAnyAllowedShapeOneAfterTheOther) {
    Session session = relu_session();
    for (const std::size_t rows : {1U, 4U, 2U}) {
        const std::array<std::size_t, 2> shape{rows, 3};
        const auto input = session.input(shape);
        ASSERT_TRUE(input) << input.error().message;
        ASSERT_EQ(input->size(), rows * 3);
        for (std::size_t i = 0; i < input->size(); ++i) {
            (*input)[i] = i % 2 == 0 ? -1.0F : static_cast<float>(i);
        }
        const auto output = session.run();
        ASSERT_TRUE(output) << output.error().message;
        EXPECT_EQ(output->shape, (std::vector<std::size_t>{rows, 3}));
        EXPECT_FLOAT_EQ(output->values[0], 0);
        EXPECT_FLOAT_EQ(output->values[1], 1);
    }
}

TEST(Network, RefusesAnInputOfAnotherShape) {
    Session session = relu_session();
    const std::array<std::size_t, 2> shape{1, 4};
    const auto input = session.input(shape);
    ASSERT_FALSE(input);
    EXPECT_EQ(input.error().code, ErrorCode::inference_failed);
}

TEST(Network, RefusesWhatIsNoModel) {
    const auto network = Network::load(model_of("not a model"), {});
    ASSERT_FALSE(network);
    EXPECT_EQ(network.error().code, ErrorCode::inference_failed);
    EXPECT_EQ(network.error().message.find('\n'), std::string::npos) << network.error().message;
}

TEST(Network, HasNoMetadataWhenTheModelCarriesNone) {
    const auto network = Network::load(model_of(relu_of_rows_of_three), {.threads = 1});
    ASSERT_TRUE(network);
    EXPECT_EQ(network->metadata("character"), "");
}

TEST(Network, RefusesBf16WhereTheProcessorHasNone) {
    const auto network = Network::load(model_of(relu_of_rows_of_three),
                                       {.threads = 1, .precision = Precision::bf16});
    EXPECT_EQ(network.has_value(), cpu_has_bf16());
}

TEST(Network, IsRecalledFromItsCacheAndCompiledAnewWhereThatIsNoNetwork) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "recalled-networks";
    std::filesystem::remove_all(folder);
    const NetworkOptions options{.threads = 1, .cache = folder};
    ASSERT_TRUE(Network::load(model_of(relu_of_rows_of_three), options));
    const auto entry = folder / "test.f32";
    ASSERT_TRUE(std::filesystem::exists(entry));
    const auto runs = [&] {
        auto session = Network::load(model_of(relu_of_rows_of_three), options)
                           .and_then([](const Network& network) { return network.open_session(); });
        const std::array<std::size_t, 2> shape{1, 3};
        const auto input = session.value().input(shape).value();
        std::fill(input.begin(), input.end(), -2.0F);
        return session->run().value().values[0] == 0;
    };
    EXPECT_TRUE(runs());
    // An entry of the right key whose network the library does not take.
    const auto whole = std::filesystem::file_size(entry);
    const std::string key = "\n" + library_version() + "\nf32\n" + *device_name(Device::cpu);
    NetworkCache(folder).keep("test.f32", key, {{}, std::vector<std::byte>(100)});
    ASSERT_LT(std::filesystem::file_size(entry), whole);
    EXPECT_TRUE(runs());
    EXPECT_EQ(std::filesystem::file_size(entry), whole) << "it was put in the place of the other";
}

TEST(DeviceName, OfTheProcessorIsKnown) {
    const auto name = device_name(Device::cpu);
    ASSERT_TRUE(name) << name.error().message;
    EXPECT_FALSE(name->empty());
}

TEST(Network, NeverRunsOnTheProcessorWhereAGpuWasAskedFor) {
    if (device_name(Device::gpu)) {
        GTEST_SKIP() << "this machine has a GPU";
    }
    const auto network =
        Network::load(model_of(relu_of_rows_of_three), {.threads = 1, .device = Device::gpu});
    ASSERT_FALSE(network);
    EXPECT_EQ(network.error().code, ErrorCode::device_missing);
    EXPECT_TRUE(network.error().message.starts_with(
        "there is no GPU for the networks on this machine, only: CPU ("))
        << network.error().message;
    EXPECT_NE(network.error().message.find("plugin"), std::string::npos);
}

TEST(Network, RefusesBf16OnAGpu) {
    const auto network =
        Network::load(model_of(relu_of_rows_of_three),
                      {.threads = 1, .precision = Precision::bf16, .device = Device::gpu});
    EXPECT_FALSE(network.has_value());
}

}  // namespace
}  // namespace mobilscan::inference
