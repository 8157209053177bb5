/** Tokenizers for Chinese. */
package io.graft.tokenizers.chinese;
