#include "http/tls.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

namespace mobilscan::http {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

constexpr long seconds_of_a_day = 86'400;
constexpr int x509_version_3 = 2;  // counted from 0 (RFC 5280, section 4.1.2.1)

bool is_address(const std::string& name) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return ::inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), &X509_EXTENSION_free);
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_random_serial(X509* certificate) {
    std::uint64_t serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) {
        return false;
    }
    return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1) == 1;
}

bool describe(X509* certificate, EVP_PKEY* key, const std::vector<std::string>& names, int days) {
    std::string alternatives;
    for (const std::string& name : names) {
        alternatives += alternatives.empty() ? "" : ",";
        alternatives += (is_address(name) ? "IP:" : "DNS:") + name;
    }
    X509_NAME* subject = X509_get_subject_name(certificate);
    const auto* common = reinterpret_cast<const unsigned char*>(names.front().c_str());
    return X509_set_version(certificate, x509_version_3) == 1 && set_random_serial(certificate) &&
           X509_gmtime_adj(X509_getm_notBefore(certificate), -seconds_of_a_day) != nullptr &&
           X509_gmtime_adj(X509_getm_notAfter(certificate), days * seconds_of_a_day) != nullptr &&
           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, common, -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, subject) == 1 &&
           X509_set_pubkey(certificate, key) == 1 &&
           add_extension(certificate, NID_subject_alt_name, alternatives) &&
           add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
           add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
           X509_sign(certificate, key, EVP_sha256()) > 0;
}

std::string text_of(BIO* memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

Result<TlsIdentity> make_self_signed(const std::vector<std::string>& names, int days) {
    const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const Certificate certificate(X509_new(), &X509_free);
    const Memory key_text(BIO_new(BIO_s_mem()), &BIO_free);
    const Memory certificate_text(BIO_new(BIO_s_mem()), &BIO_free);
    const bool made = key && certificate && key_text && certificate_text && !names.empty() &&
                      describe(certificate.get(), key.get(), names, days) &&
                      PEM_write_bio_X509(certificate_text.get(), certificate.get()) == 1 &&
                      PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0,
                                               nullptr, nullptr) == 1;
    if (!made) {
        return failure(core::ErrorCode::storage_failed, "a certificate could not be made");
    }
    return TlsIdentity{text_of(certificate_text.get()), text_of(key_text.get())};
}

std::string certificate_fingerprint(const std::string& certificate_pem) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const Memory memory(
        BIO_new_mem_buf(certificate_pem.data(), static_cast<int>(certificate_pem.size())),
        &BIO_free);
    const Certificate certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr),
                                  &X509_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned int size = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), hash.data(), &size) != 1) {
        return "";
    }
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        text += i == 0 ? "" : ":";
        text += digits[hash[i] >> 4];
        text += digits[hash[i] & 15];
    }
    return text;
}

}  // namespace mobilscan::http
