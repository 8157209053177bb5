/** What a plug-in is tested with: the reference semantics of the neutral graph, and one contract test for each kind of component. */
package io.graft.testkit;
